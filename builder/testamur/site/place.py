"""Where a page stands, and the relative way from it to anything else in the site."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """A page's path in the site: "" for the root, else ending in "/", or a file name.

    `fixed_root` is for the pages that are served at any depth; `folder` holds the pages of this page's language, ""
    where they stand at the site's root.
    """

    path: str
    fixed_root: str = ""
    folder: str = ""

    @property
    def root(self) -> str:
        """The way to the site's root: "./" from the root itself."""
        return self.fixed_root or "../" * self.path.count("/") or "./"

    def to(self, path: str) -> str:
        """The way to a file that every language shares; `path` is relative to the site's root."""
        return f"{self.root}{path}"

    def page(self, path: str) -> str:
        """The way to a page in this page's language; `path` is that of the page at the root, or a fragment of it."""
        return f"{self.root}{self.folder}{path}"

    def own(self, path: str) -> "Place":
        """Another place in the same language."""
        return replace(self, path=f"{self.folder}{path}")
