"""The public door: what anybody may read, without signing in. It asks the database nothing."""
