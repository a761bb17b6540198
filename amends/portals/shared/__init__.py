"""How every page looks and behaves: the skeleton, the door frames, the parts, the form fields."""
