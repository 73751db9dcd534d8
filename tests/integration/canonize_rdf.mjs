// Prints the SHA-256 of a file of N-Triples, canonicalised by RDFC-1.0: node canonize_rdf.mjs FILE
//
// The canonicaliser (rdf-canonize) is looked for in the folder NODE_PATH.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_PATH, "here.js"));
const { canonize, NQuads } = require("rdf-canonize");

const triples = NQuads.parse(readFileSync(process.argv[2], "utf8"));
const canonical = await canonize(triples, { algorithm: "RDFC-1.0", format: "application/n-quads" });
process.stdout.write(createHash("sha256").update(canonical).digest("hex"));
