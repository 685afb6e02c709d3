"""The archive: ingest, extract, resolve, group, index and serve volunteer-service news."""
