// Tokens of the text on standard input in the encoding that current models use.
import { readFileSync } from "node:fs";
import { Tiktoken } from "js-tiktoken/lite";
import ranks from "js-tiktoken/ranks/o200k_base";

process.stdout.write(String(new Tiktoken(ranks).encode(readFileSync(0, "utf8")).length));
