"""The badge for pages of others: HTML that a hospital can paste where it tells people about an award.

One idea: it is a picture in a link and nothing else. It runs no script, sends no address of the page it stands on, and
says what the award is, never that anybody holds it.
"""

import html
from typing import Final

SIDE: Final = 160  # in CSS pixels


def embedded_badge(*, image: str, page: str, title: str, issuer: str) -> str:
    """The snippet as text; `image` and `page` are absolute addresses, since it stands on another site.

    `title` and `issuer` are what the picture stands for.
    """
    words = html.escape(f"{title} · {issuer}")
    return (
        f'<a href="{html.escape(page)}" referrerpolicy="no-referrer">'
        f'<img src="{html.escape(image)}" alt="{words}" width="{SIDE}" height="{SIDE}" '
        f'loading="lazy" referrerpolicy="no-referrer"></a>'
    )
