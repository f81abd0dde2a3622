"""`python -m lod_publisher` is the same as `lod-publisher`."""

from lod_publisher.cli import main

main()
