"""The pages on which people come in and go out: behind /enter/."""
