"""The embedded engine: a Whoosh index of overlapping character pairs, read with numpy."""
