"""The office's door: the liaison refers and reads one word; counsel stands by the accountable party."""
