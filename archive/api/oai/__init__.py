"""OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html): libraries harvest the archive as Dublin Core.

Own code, as the libraries at hand leave out deleted records, and a withdrawn article has to be deleted everywhere.
"""
