"""Coming in: accounts, invitations, waits after wrong tries, sittings. All of it under the alias `door`."""
