import { z } from 'zod'
import { type Access, isRaw, isStreamed, type Route } from './route.ts'

type Json = Record<string, unknown>

/** OpenAPI takes JSON Schema of draft 2020-12 as it is; a part that becomes something else is shown as it travels. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const parametersOf = (schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] => {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Json
    required?: string[]
  }
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }))
}

const bytes = (mediaTypes: readonly string[]): Json =>
  Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))

const bodyOf = ({ body }: Route): Json => {
  if (!body) return {}
  const content = isRaw(body) ? bytes(body.raw) : { 'application/json': { schema: schemaOf(body, 'input') } }
  return { requestBody: { required: true, content } }
}

const answersOf = ({ answer, access }: Route): Json => {
  const error = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } }
  const done = !answer
    ? { '204': { description: 'Done' } }
    : {
        '200': {
          description: 'Done',
          content: isStreamed(answer)
            ? bytes(answer.streamed)
            : { 'application/json': { schema: schemaOf(answer, 'output') } },
        },
      }
  const refused =
    access === 'anyone'
      ? {}
      : {
          '401': { description: 'Not signed in', ...error },
          '403': { description: 'Not allowed', ...error },
        }
  return { ...done, ...refused, default: { description: 'Refused or failed', ...error } }
}

const rolesOf = (access: Access): readonly string[] | undefined => {
  if (typeof access === 'string') return undefined
  return 'roles' in access ? access.roles : access.deviceOf
}

const securityOf = (access: Access): Json => {
  if (access === 'anyone') return { security: [] }
  const device = access === 'device' || (typeof access === 'object' && 'deviceOf' in access)
  const allowed = rolesOf(access)
  return {
    security: device ? [{ token: [] }] : [{ token: [] }, { session: [] }],
    ...(allowed ? { 'x-roles': allowed } : {}),
    'x-access': typeof access === 'string' ? access : device ? 'device' : 'session',
  }
}

const operationOf = (route: Route): Json => ({
  summary: route.summary,
  ...securityOf(route.access),
  parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
  ...bodyOf(route),
  responses: answersOf(route),
})

/** The OpenAPI 3.1 document of a table of routes. */
export const openApi = (routes: readonly Route[], version: string): Json => {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Casebench central service', version },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'casebench_session' },
      },
      schemas: {
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'message'],
              properties: { code: { type: 'string' }, message: { type: 'string' }, details: {} },
            },
          },
        },
      },
    },
  }
}
