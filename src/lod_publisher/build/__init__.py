"""The only place where the stages meet: from collections to a published snapshot."""
