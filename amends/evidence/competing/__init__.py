"""Events of several causes, of which the first ends the waiting for the others."""
