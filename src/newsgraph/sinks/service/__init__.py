"""A read-only SPARQL 1.1 Protocol endpoint over the embedded store.

    request → app → protocol → pool → worker (a process of its own) → evaluate → answer

The process of the server reads HTTP and never a query: queries are parsed and run in processes that can be
killed. Nothing is imported here, so that these start without what only the server needs.
"""
