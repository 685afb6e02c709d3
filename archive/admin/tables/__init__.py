"""The vocabularies as tables: out as CSV for a spreadsheet, and in again, previewed row by row before anything is written."""
