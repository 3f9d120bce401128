"""Renew the pictures of the documentation from those that the tests took of the running product.

    make pictures        opens the demo's pages in the browser, then copies what was seen

A picture is taken while a test looks at the page, so that it shows what is there, not what
somebody wished for. Look at it before you commit it.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TAKEN, SHOWN = ROOT / "screenshots", ROOT / "docs" / "pictures"
#: picture of the documentation -> the one that the tests took
PICTURES = {
    f"{page}.png": f"demo-{page}-wide.png"
    for page in (
        *("today", "debriefs", "debrief", "activities", "assignments", "assignment"),
        *("shadowing", "offer-to-watch", "growth", "posts", "climate", "guides", "guide"),
        *("calendar", "coaching"),
    )
}


def main() -> int:
    """Copy each picture; 1 where the tests have not taken one."""
    missing = [name for name in PICTURES.values() if not (TAKEN / name).exists()]
    if missing:
        print(f"No such picture in screenshots/: {', '.join(missing)}. `make pictures` takes them.")
        return 1
    for shown, taken in PICTURES.items():
        shutil.copyfile(TAKEN / taken, SHOWN / shown)
        print(f"docs/pictures/{shown} is what screenshots/{taken} shows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
