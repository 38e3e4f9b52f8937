import type { SolidityHooks } from "hardhat/types/hooks";

/** What the compiler says of everything but packages; errors stay wherever they are. */
export default async (): Promise<Partial<SolidityHooks>> => ({
  async invokeSolc(context, compiler, input, config, next) {
    const output = await next(context, compiler, input, config);
    const errors = output.errors?.filter(
      ({ severity, sourceLocation }) => severity === "error" || !sourceLocation?.file.startsWith("npm/"),
    );
    return errors === undefined ? output : { ...output, errors };
  },
});
