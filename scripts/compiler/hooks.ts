import { availableParallelism } from "node:os";
import type { SolidityHooks } from "hardhat/types/hooks";

/** Where a message belongs; solc says it, Hardhat's types do not. */
interface Located {
  readonly sourceLocation?: { readonly file: string };
}

const hooks: Partial<SolidityHooks> = {
  /** Hardhat leaves one processor idle, which is half of a small machine. */
  build: (context, files, options, next) => next(context, files, { concurrency: availableParallelism(), ...options }),

  /** Nobody here can act on what the compiler says of packages; errors stay wherever they are. */
  async invokeSolc(context, compiler, input, config, next) {
    const output = await next(context, compiler, input, config);
    const errors = output.errors?.filter(
      (message) => message.severity === "error" || !(message as Located).sourceLocation?.file.startsWith("npm/"),
    );
    return errors === undefined ? output : { ...output, errors };
  },
};

export default (): Promise<Partial<SolidityHooks>> => Promise.resolve(hooks);
