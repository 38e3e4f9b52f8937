import { log } from "@graphprotocol/graph-ts";

import { SchemaDefined, SchemaResolverChanged } from "../generated/AttestationRegistry/AttestationRegistry";
import { Schema } from "../generated/schema";
import { orNull } from "./nullable";
import { cursorOf, issuerOf } from "./ids";

export function handleSchemaDefined(event: SchemaDefined): void {
  const schema = new Schema(event.params.schemaId);
  schema.name = event.params.name;
  schema.agency = issuerOf(event.params.schemaId);
  schema.fields = event.params.fields;
  schema.mode = event.params.mode;
  schema.validitySeconds = event.params.validitySeconds.toI64();
  schema.resolver = orNull(event.params.resolver);
  schema.cursor = cursorOf(event);
  schema.save();
}

export function handleSchemaResolverChanged(event: SchemaResolverChanged): void {
  const schema = Schema.load(event.params.schemaId);
  if (schema === null) {
    log.error("Schema {} was never defined in the indexed blocks: the start block is too late", [
      event.params.schemaId.toHexString(),
    ]);
    return;
  }
  schema.resolver = orNull(event.params.current);
  schema.cursor = cursorOf(event);
  schema.save();
}
