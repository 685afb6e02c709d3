"""The review queue: what staff are asked about, one article after another, by keyboard. Decisions are `archive.review`'s."""
