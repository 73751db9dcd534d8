// Reads an RDF file with the strict parser of its format and prints N-Quads: node read_rdf.mjs FORMAT FILE
//
// The parsers (n3, rdfxml-streaming-parser, jsonld-streaming-parser) are looked for in the folder NODE_PATH.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_PATH, "here.js"));
const { StreamParser, Writer } = require("n3");
const { RdfXmlParser } = require("rdfxml-streaming-parser");
const { JsonLdParser } = require("jsonld-streaming-parser");

const baseIRI = "https://base.example/";
const parsers = {
  TURTLE: () => new StreamParser({ format: "text/turtle", baseIRI }),
  TRIG: () => new StreamParser({ format: "application/trig", baseIRI }),
  NTRIPLES: () => new StreamParser({ format: "application/n-triples" }),
  NQUADS: () => new StreamParser({ format: "application/n-quads" }),
  RDFXML: () => new RdfXmlParser({ baseIRI, strict: true, validateUri: true }),
  JSONLD: () => new JsonLdParser({ baseIRI, streamingProfile: false }),
};

const [format, file] = process.argv.slice(2);
const writer = new Writer(process.stdout, { format: "application/n-quads", end: false });
createReadStream(file)
  .pipe(parsers[format]())
  .on("data", (quad) => writer.addQuad(quad))
  .on("error", (error) => {
    console.error(String(error));
    process.exitCode = 1;
  })
  .on("end", () => writer.end());
