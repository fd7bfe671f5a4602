"""``python -m postpermit <command>``: the command line."""

import sys

from postpermit.web.cli import main

if __name__ == "__main__":
    sys.exit(main())
