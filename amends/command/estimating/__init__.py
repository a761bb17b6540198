"""The words that may follow `amends evidence`, a file each, in which `command` is a click command or group."""
