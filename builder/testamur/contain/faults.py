"""Why nothing could be taken out of a file."""


class ContainError(Exception):
    """The first rule that a picture or a paper does not keep; `code` is a reason of docs/verification.md, step 1."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
