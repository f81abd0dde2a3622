"""The dataset over HTTP: pages for people, RDF for machines, SPARQL for both; reads snapshots and nothing else."""
