"""The engine for archives that outgrow one machine: an existing OpenSearch 2.x, asked over HTTP."""
