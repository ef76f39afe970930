"""`python -m standalone <verb>`: the same as the console script `fastlane`."""

from standalone.cli import main

if __name__ == "__main__":
    main()
