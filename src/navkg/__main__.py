"""`python -m navkg`."""

from navkg.cli import main

main()
