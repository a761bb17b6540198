"""An invented population whose true effects are known, to try every estimate on."""
