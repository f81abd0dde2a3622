"""From records to CIDOC-CRM 7.1.3: one file a kind of record, with the patterns that they share in `_crm`."""
