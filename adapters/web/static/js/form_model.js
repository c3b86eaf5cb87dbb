// What can be chosen together: pure.

/** The shapes of one aspect ratio. */
export const tiersOf = (model, aspect) => model.shapes.filter((shape) => shape.aspect === aspect);

/** The values with everything replaced that this model does not offer. */
export function keepKnown(values, { models }) {
  const model = models.find(({ name }) => name === values.model) ?? models[0];
  const aspect = tiersOf(model, values.aspect).length ? values.aspect : model.shapes[0].aspect;
  const tiers = tiersOf(model, aspect);
  const tier = tiers.some((shape) => shape.tier === values.tier) ? values.tier : tiers[0].tier;
  const seconds = model.seconds.includes(values.seconds) ? values.seconds : (model.default_seconds ?? model.seconds[0]);
  const image = model.takes_image ? (values.image ?? null) : null;
  const startOf = model.takes_image ? (values.startOf ?? null) : null;
  return { seed: "", count: 1, ...values, model: model.name, aspect, tier, seconds, image, startOf };
}

/** The model, shape and length that are those of a video, or at least a model that takes images. */
export function videoLike({ width, height, seconds }, { models }) {
  const taking = models.filter((model) => model.takes_image);
  const fits = (shape) => shape.width === width && shape.height === height;
  const model = taking.find(({ shapes }) => shapes.some(fits)) ?? taking[0];
  const shape = model?.shapes.find(fits);
  return {
    ...(model ? { model: model.name } : {}),
    ...(shape ? { aspect: shape.aspect, tier: shape.tier } : {}),
    seconds: Math.round(seconds),
  };
}

/** "$0.40", or null where nobody knows. */
export function estimate(model, { seconds, count }) {
  if (!model.price) return null;
  const units = model.price.unit === "second" ? (model.seconds.length ? seconds : null) : 1;
  return units === null ? null : money((model.price.microusd * units * count) / 1e6);
}

function money(dollars) {
  const digits = dollars >= 0.1 || Number.isInteger(dollars * 100) ? 2 : 4;
  return `$${dollars.toFixed(digits)}`;
}
