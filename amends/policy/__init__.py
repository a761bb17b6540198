"""The program's rules, dated and sourced, and the words that explain each refusal. Pure: no Django."""
