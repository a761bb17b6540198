"""The database: where it is, the private server, the roles that sign in to it, and migrating."""
