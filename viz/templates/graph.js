{# What pyvis draws through this template: nodes, edges and options as JSON (tojson escapes <, >, & and '), read by assets/graph-*.js. `heading` holds the communities' names and tiles. #}
(globalThis.navkg ??= {}).graph = {
"nodes": {{ nodes|tojson }},
"edges": {{ edges|tojson }},
"options": {{ options }},
...{{ heading }}
};
