"""Changes of this chapter's tables, in their order."""
