"""Who staff are and what they may do: roles, the second factor, bounds on logging in."""
