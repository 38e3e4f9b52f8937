import type { SolidityHooks } from "hardhat/types/hooks";

/** Where a message belongs; solc says it, Hardhat's types do not. */
interface Located {
  readonly sourceLocation?: { readonly file: string };
}

const hooks: Partial<SolidityHooks> = {
  async invokeSolc(context, compiler, input, config, next) {
    const output = await next(context, compiler, input, config);
    const errors = output.errors?.filter(
      (message) => message.severity === "error" || !(message as Located).sourceLocation?.file.startsWith("npm/"),
    );
    return errors === undefined ? output : { ...output, errors };
  },
};

/** What the compiler says of everything but packages; errors stay wherever they are. */
export default (): Promise<Partial<SolidityHooks>> => Promise.resolve(hooks);
