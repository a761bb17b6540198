"""The survivor's door: what she can choose, what she has said, and who has seen it."""
