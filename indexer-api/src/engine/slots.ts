/** Which product has which place among the bits. A place that becomes free goes to the next product that comes. */
export class Slots<P extends { readonly id: string }> {
  readonly #slotById = new Map<string, number>();
  readonly #products: (P | undefined)[] = [];
  /** `products`, until one changes. */
  #listed: readonly P[] | undefined;

  /** One more than the highest slot in use so far. */
  get size(): number {
    return this.#products.length;
  }

  /** In the order of their slots; the same list until one changes. */
  get products(): readonly P[] {
    return (this.#listed ??= this.#products.filter((product) => product !== undefined));
  }

  slotOf(id: string): number | undefined {
    return this.#slotById.get(id);
  }

  /** @throws RangeError when the slot is free. */
  at(slot: number): P {
    const product = this.#products[slot];
    if (product === undefined) throw new RangeError(`slot ${slot}: no product has it`);
    return product;
  }

  /** The slot that a product has, or would get: the lowest free one. */
  slotFor(id: string): number {
    const free = this.#products.indexOf(undefined);
    return this.#slotById.get(id) ?? (free < 0 ? this.#products.length : free);
  }

  /** @param slot where nobody is, or itself */
  put(product: P, slot = this.slotFor(product.id)): number {
    while (this.#products.length < slot) this.#products.push(undefined);
    this.#products[slot] = product;
    this.#listed = undefined;
    this.#slotById.set(product.id, slot);
    return slot;
  }

  /** @returns the slot that is free now, undefined when there is no such product */
  remove(id: string): number | undefined {
    const slot = this.#slotById.get(id);
    if (slot === undefined) return undefined;
    this.#slotById.delete(id);
    this.#products[slot] = undefined;
    this.#listed = undefined;
    return slot;
  }
}
