"""Who is who: which source-local keys stand for one entity, and what all sources together say of it."""
