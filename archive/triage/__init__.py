"""Which articles staff should look at, why, and in what order. Deliberately not here: who looks, and what they decide."""
