"""One file, one protocol: each gives a `blueprint`, and one line in `app.PROTOCOLS` registers it."""
