"""The published report as pages that need nothing else: a front page, a page for each rule and for each source file."""
