"""What became of people after time zero: events, clocks and person-years, from dated records and a dated definition."""
