"""`navkg serve`: the site, SPARQL, linked data, search and the JSON API of one build, on this machine only unless told otherwise.

Which parts it is built on, and why
- pyoxigraph answers; nothing stands between it and the SPARQL Protocol but `sparql.py`. rdflib-endpoint was measured 17 times slower than handing the query to
  pyoxigraph, evaluates in the server's own process (where a slow query cannot be stopped), and its page loads from a CDN.
- FastAPI for `/api` only: it checks parameters and writes the OpenAPI document from the same signatures. Everything else is plain Starlette, which FastAPI is
  made of, because protocol, files and linked data want their own status codes. Its pages of documentation load from a CDN and are switched off.
- uvicorn speaks HTTP.

How a query is kept from doing harm
- Oxigraph cannot be interrupted. So `nursery.py` loads the store once and forks workers that share its memory (copy on write, some 10 ms each); a query that takes too
  long has its worker killed and another takes its place (`pool.py`). A worker has a memory limit, reads no network and writes nothing.
- A query that runs longer than a moment leaves the quick lane: it goes on at low priority among a few others, while a new worker serves the quick queries.
- An answer is sent whole or not at all, so that its status is true: 422 above the limits of rows and bytes, 504 above the time limit, 503 when too much waits.

Modules: settings, running (start and stop) → app (the routes) → sparql, description, resources, site, search, api, reading, pages → pool → workers → nursery → worker;
guard (what every response carries and every request must), accept (content negotiation), wire (messages between processes), figures (limits).
A new kind of page is a module with `routes(serving)` and one line in `app.ROUTES`.
"""
