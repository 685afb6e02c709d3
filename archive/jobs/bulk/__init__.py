"""One decision for many articles: previewed, done as a job with one batch id, taken back as one."""
