"""The absolute addresses of a built site (did:web, W3C CCG method specification; the layout in docs/formats.md).

One idea: an address is an identity. It is written into credentials that outlive the site, so it is made here and
nowhere else. A `base_url` must be an https address that ends in `/`, and slugs, versions and list names must be
checked ones.
"""

PART_SIZE = 1024


def path_under(base_url: str, address: str) -> str:
    """The path of `address` below `base_url`, which is also its path in the built tree.

    Raises ValueError when it lies elsewhere.
    """
    if not address.startswith(base_url):
        raise ValueError(f"{address} is not below {base_url}")
    return address.removeprefix(base_url)


def issuer_did(base_url: str, slug: str) -> str:
    """The did:web of an issuer: host, port as `%3A`, then the path segments with colons between them."""
    host, *segments = base_url.removeprefix("https://").removesuffix("/").split("/")
    return ":".join(["did:web", host.replace(":", "%3A"), *segments, "issuers", slug])


def verification_method(did: str, multikey: str) -> str:
    """The id of a key in the DID document: its fragment is the multikey itself."""
    return f"{did}#{multikey}"


def definition_page(base_url: str, slug: str) -> str:
    """The page of a definition's current version."""
    return f"{base_url}credentials/{slug}/"


def version_page(base_url: str, slug: str, version: str) -> str:
    """The page of one version of a definition."""
    return f"{base_url}credentials/{slug}/{version}/"


def achievement_address(base_url: str, slug: str, version: str) -> str:
    """The address, and thereby the id, of a version's Achievement."""
    return f"{version_page(base_url, slug, version)}achievement.json"


def details_address(base_url: str, slug: str, version: str) -> str:
    """The address of what Open Badges has no terms for."""
    return f"{version_page(base_url, slug, version)}details.json"


def badge_address(base_url: str, slug: str, version: str, name: str) -> str:
    """The address of a version's badge image; `name` is its file name."""
    return f"{version_page(base_url, slug, version)}{name}"


def seal_address(base_url: str, slug: str, version: str) -> str:
    """The address of the seal of a version that has no badge image."""
    return f"{version_page(base_url, slug, version)}seal.svg"


def issuer_page(base_url: str, slug: str) -> str:
    """The page of an issuer."""
    return f"{base_url}issuers/{slug}/"


def did_document_address(base_url: str, slug: str) -> str:
    """Where did:web resolves an issuer's DID to."""
    return f"{issuer_page(base_url, slug)}did.json"


def key_set_address(base_url: str, slug: str) -> str:
    """The issuer's keys as one JWK Set."""
    return f"{issuer_page(base_url, slug)}jwks.json"


def key_address(base_url: str, slug: str, multikey: str) -> str:
    """One key as a bare JWK."""
    return f"{issuer_page(base_url, slug)}keys/{multikey}.json"


def profile_address(base_url: str, slug: str) -> str:
    """The issuer's Open Badges Profile."""
    return f"{issuer_page(base_url, slug)}profile.json"


def status_address(base_url: str, slug: str, list_name: str) -> str:
    """The signed status list of purpose revocation."""
    return f"{issuer_page(base_url, slug)}status/{list_name}.json"


def holds_address(base_url: str, slug: str, list_name: str) -> str:
    """The signed status list of purpose suspension."""
    return f"{issuer_page(base_url, slug)}status/{list_name}-holds.json"


def ledger_address(base_url: str, slug: str, list_name: str) -> str:
    """The folder of a list's ledger parts."""
    return f"{issuer_page(base_url, slug)}ledger/{list_name}/"


def part_address(base_url: str, slug: str, list_name: str, part: int) -> str:
    """One ledger part, the entries of `PART_SIZE` indices."""
    return f"{ledger_address(base_url, slug, list_name)}{part}.json"
