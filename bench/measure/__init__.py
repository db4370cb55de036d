"""What bench/run does. doc/performance.md says how to read it."""
