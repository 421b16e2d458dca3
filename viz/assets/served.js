// Nothing here: opened from a folder, the site has no server. `navkg serve` sends another script from this address (viz/server/served.js).
