"""Where a page stands, and the relative way from it to anything else in the site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page's path in the site: "" for the root, else ending in "/", or a file name.

    `fixed_root` is for the one page that is served at any depth.
    """

    path: str
    fixed_root: str = ""

    @property
    def root(self) -> str:
        """The way to the site's root: "./" from the root itself."""
        return self.fixed_root or "../" * self.path.count("/") or "./"

    def to(self, path: str) -> str:
        """The way to `path`, which is relative to the site's root and may be a fragment of the root page."""
        return f"{self.root}{path}"
