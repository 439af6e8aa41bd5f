"""A power as a net: who follows whom, what can happen, what cannot be passed by, how long it takes."""
