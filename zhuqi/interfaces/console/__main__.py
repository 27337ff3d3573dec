"""`python -m zhuqi.interfaces.console`: how `run` starts its two children."""

import sys

from zhuqi.interfaces.console.main import main

if __name__ == "__main__":
    sys.exit(main())
