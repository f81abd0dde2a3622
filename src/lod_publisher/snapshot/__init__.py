"""The only room that opens a store: what a build writes once and any number of readers share."""
