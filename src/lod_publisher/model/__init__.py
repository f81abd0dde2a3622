"""What flows through the house: records, IRIs, terms, dates. No files, no network, no clock."""
