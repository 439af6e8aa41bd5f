"""What things cost, as ratios against a baseline measured in the same run. `make bench` prints them; no test asserts them."""
